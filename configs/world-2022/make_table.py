#!/usr/bin/env python3
"""Writes the three table files of this folder from an estimated world input-output table.

    make_table.py Z.csv F.csv X_VA.csv FOLDER

Z.csv     label, one column per customer cell: sales of the row's cell, USD million
F.csv     label, four columns per region: HH (with NPISH), GOV, GFCF, INV
X_VA.csv  label, gross_output, ., taxes_less_subsidies_on_inputs, value_added, ., ., output_va_source

Cells are labelled REGION_INDUSTRY. Nothing is changed but the layout: every number is copied as
it is, in the shortest way to write it. Prints the residuals that the program will tolerate.
"""
import csv
import sys

NOTE = """\
# ESTIMATE, not a published table: do not cite it as OECD or WIOD.
# 2022, 7 regions x 37 industries, USD million at current basic prices. Industry sizes are those of
# OECD ICIO 2025 edition (year 2022; Taiwan estimated), trade shares between regions those of WIOD 2011.
# How it was made and what is weak in it: README.md. Terms of the sources: NOTICE of the repository.
"""


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return header[1:], [row[0] for row in rows], [row[1:] for row in rows]


def short(text):
    return "%.12g" % (float(text) + 0.0)


def write(folder, name, about, header, rows):
    with open(f"{folder}/{name}", "w", newline="", encoding="utf-8") as file:
        file.write(about + NOTE)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    customers, suppliers, flows = read(sys.argv[1])
    uses, users_of, final = read(sys.argv[2])
    _, cells, accounts = read(sys.argv[3])
    folder = sys.argv[4]
    if not suppliers == customers == users_of == cells:
        sys.exit("the three files do not list the same cells in the same order")

    write(folder, "intermediate.csv",
          "# Sales of each cell (row) to each cell (column) for use in production in a year.\n",
          ["supplier"] + customers,
          [[cell] + [short(x) for x in row] for cell, row in zip(suppliers, flows)])
    write(folder, "final.csv",
          "# Sales of each cell (row) to final users of each region in a year: HH households (with\n"
          "# non-profit institutions), GOV government consumption, GFCF gross fixed capital formation,\n"
          "# INV changes in inventories (may be negative).\n",
          ["supplier"] + uses,
          [[cell] + [short(x) for x in row] for cell, row in zip(suppliers, final)])
    write(folder, "output.csv",
          "# Gross output of each cell in a year, taxes less subsidies on its inputs (may be negative)\n"
          "# and value added. Output = inputs + input taxes + value added.\n",
          ["cell", "output", "input_taxes", "value_added", "source"],
          [[cell, short(row[0]), short(row[2]), short(row[3]), row[6]]
           for cell, row in zip(cells, accounts)])

    worst_row = worst_column = (0.0, "")
    for c, cell in enumerate(cells):
        output = float(accounts[c][0])
        sales = sum(map(float, flows[c])) + sum(map(float, final[c]))
        cost = sum(float(row[c]) for row in flows) + float(accounts[c][2]) + float(accounts[c][3])
        worst_row = max(worst_row, (abs(sales / output - 1), cell))
        worst_column = max(worst_column, (abs(cost / output - 1), cell))
    print("largest residual of a row: %.2g of output (%s); of a column: %.2g (%s)"
          % (worst_row + worst_column))


if __name__ == "__main__":
    main()
