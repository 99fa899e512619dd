"""A population as large as asked, made from the demonstration's own rows.

The demonstration is told once, by the real operations, into the measured database. Its rows are read back
and cut into stamps: bytes with holes for ids, moments, numbers and persons. Printing a stamp fills the holes
for other people in other weeks, links the journal anew, and goes into PostgreSQL by COPY. So every table has
the shapes that the operations give it, and no description of a table stands here that could grow old.

Whatever is printed follows from the seed and the number of the print: any row can be made again.
"""
