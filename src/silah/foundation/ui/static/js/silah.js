// What is pleasanter with a script. Every page works without it.
"use strict";

document.documentElement.classList.add("scripted");

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// A second press of the same button sends nothing more. What was typed is sealed first, then sent by the same button.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  if (keepable(form) && !form.dataset.kept) {
    event.preventDefault();
    const button = event.submitter;
    keep([form], true).finally(() => setTimeout(() => {  // within the same press a form is not sent again
      delete form.dataset.sent;
      form.dataset.kept = "yes";
      form.requestSubmit(button);
    }));
    return;
  }
  setTimeout(() => all("button[type=submit]", form).forEach((b) => b.setAttribute("aria-disabled", "true")));
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  delete form.dataset.kept;
  all("button[aria-disabled]", form).forEach((b) => b.removeAttribute("aria-disabled"));
}));

// What was typed survives a locked session: in this tab only, sealed with a key that its own person's pages alone bring.
// Without such a key, or in a browser that seals only over HTTPS, nothing is kept here.
const STORE = "silah-typed";
const secret = document.body.dataset.typedKey || "";
const seals = Boolean(secret && window.crypto?.subtle);
const keepable = (form) => seals && form.matches("form[data-keep]");
const place = (form) => location.pathname + "#" + all("form[data-keep]").indexOf(form);
const kept = (form) => [...form.elements].filter((e) => e.name && !["hidden", "password", "file", "submit", "button"].includes(e.type));
const letters = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const stored = () => JSON.parse(sessionStorage.getItem(STORE) || "null");
const sealing = seals && crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
let typed = {};

async function seal() {
  if (!Object.keys(typed).length) { sessionStorage.removeItem(STORE); return; }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(typed));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealing, words);
  sessionStorage.setItem(STORE, JSON.stringify({ iv: letters(iv), sealed: letters(sealed) }));
}

// Of another person, or from before: nothing that opens.
async function unsealed() {
  const { iv, sealed, held } = stored();
  try {
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await sealing, bytes(sealed));
    const entries = JSON.parse(new TextDecoder().decode(words));
    if (held) for (const entry of Object.values(entries)) entry.held = true;
    return entries;
  } catch { return {}; }
}

async function keep(forms, sent) {
  await settled;
  for (const form of forms) {
    const values = kept(form).map((e) => [e.name, e.value, ["radio", "checkbox"].includes(e.type) ? e.checked : null]);
    typed[place(form)] = { sent, values };
  }
  await seal();
}

function giveBack(form, entry) {
  for (const [name, value, checked] of entry.values) {
    const field = kept(form).find((e) => e.name === name && (checked === null || e.value === value));
    if (!field) continue;
    if (checked === null) field.value = value; else field.checked = checked;
  }
}

async function settle() {
  if (!stored()) return;
  if (document.body.hasAttribute("data-account")) {
    sessionStorage.setItem(STORE, JSON.stringify({ ...stored(), held: true }));
    return;
  }
  if (!seals) { sessionStorage.removeItem(STORE); return; }
  typed = await unsealed();
  for (const [where, entry] of Object.entries(typed)) if (entry.sent && !entry.held) delete typed[where];
  for (const form of all("form[data-keep]")) {
    const entry = typed[place(form)];
    if (entry && !document.querySelector(".error-summary")) giveBack(form, entry);
    delete typed[place(form)];
  }
  await seal();
}
const settled = settle();

// Whoever leaves takes it along.
addEventListener("submit", (event) => {
  if (/(logout|sign-out)\/$/.test(event.target.getAttribute("action"))) sessionStorage.removeItem(STORE);
});

// A shared desk that is left alone covers itself, and what it showed is gone; the server has closed the session by its
// own clock. Where nothing can be sealed, a page that something was typed into stays: sent, it goes through the lock.
const minutes = Number(document.body.dataset.lockMinutes || 0);
const cover = document.querySelector("[data-locked]");
if (minutes && cover) {
  let timer;
  let touched = false;
  const lock = async () => {
    const forms = all("form[data-keep]");
    if (touched && forms.length && !seals) return;
    await (seals ? keep(forms, false) : null);
    delete document.body.dataset.typedKey;
    all("body > :not(.ribbon, [data-locked])").forEach((part) => part.remove());
    cover.showModal();
  };
  const rest = () => { clearTimeout(timer); timer = setTimeout(lock, minutes * 60000); };
  ["keydown", "pointerdown", "input"].forEach((name) => addEventListener(name, rest, { passive: true }));
  addEventListener("input", () => { touched = true; }, { passive: true });
  cover.addEventListener("cancel", (event) => event.preventDefault());
  rest();
}

// A reference number goes to the clipboard.
for (const button of all("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}
for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Where a row of sections is wider than the screen, the one we are in is in view.
for (const here of all(".navigation [aria-current], .tabs [aria-current]")) {
  const row = here.closest("nav");
  if (row.scrollWidth <= row.clientWidth) continue;
  const [edge, own] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
  row.scrollLeft += own.x + own.width / 2 - edge.x - edge.width / 2;
}

// The summary of mistakes is read first.
document.querySelector("[data-focus]")?.focus();

// A slash leads to the command bar, unless someone is typing.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
  const command = document.querySelector("[data-command]");
  if (command) { event.preventDefault(); command.focus(); }
});

// A signature drawn by finger, pen or mouse becomes a PNG in the hidden field.
for (const box of all("[data-signature]")) {
  const pad = box.querySelector("[data-pad]");
  const canvas = pad.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#12263a" });
  const at = (event) => {
    const edge = canvas.getBoundingClientRect();
    return [(event.clientX - edge.x) * canvas.width / edge.width, (event.clientY - edge.y) * canvas.height / edge.height];
  };
  let drawing = false;
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  const lift = () => { if (drawing) { drawing = false; field.value = canvas.toDataURL("image/png"); } };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  });
  const chosen = () => { pad.hidden = !box.querySelector("input[value=drawn]")?.checked; };
  box.addEventListener("change", chosen);
  chosen();
}

// A sitting being recorded: what it comes to so far, beside what is there to give.
for (const form of all("form[data-tally]")) {
  const sum = form.querySelector("[data-tally-sum]");
  const words = form.querySelector("[data-tally-words]");
  const counts = form.querySelector(".tally-counts");
  const western = (text) => text.replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660).replace(/[,٬\s]/g, "").replace("٫", ".");
  const part = (item, name) => item.querySelector(`[name$="_${name}"]`).value;
  const granted = (item, how) => {
    if (how === "left") return 0;
    if (how === "unanimous" || !part(item, "outcome")) return Number(item.dataset.granted);
    if (part(item, "outcome") === "reject") return 0;
    const each = Math.round(Number(western(part(item, "amount"))) * 100) || 0;
    return each * Math.min(Number(item.dataset.payments), Number(western(part(item, "months"))) || 0);
  };
  const tell = () => {
    const rest = form.querySelector("[name=rest]:checked")?.value || "left";
    const seen = { unanimous: 0, exception: 0, left: 0 };
    let total = 0;
    for (const item of all("[data-granted]", form)) {
      const how = item.querySelector(".agenda-how select").value || rest;
      seen[how] += 1;
      total += granted(item, how);
    }
    words.textContent = words.dataset.tallyWords;
    sum.textContent = (total / 100).toLocaleString("en-US");
    sum.parentElement.classList.toggle("over", total > Number(sum.dataset.budget));
    for (const [how, number] of Object.entries(seen)) counts.querySelector(`[data-tally-count=${how}]`).textContent = number;
    counts.hidden = false;
  };
  form.addEventListener("input", tell);
  tell();
}
