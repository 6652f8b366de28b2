"""Grades in the shapes that other programs import: one module a program."""
