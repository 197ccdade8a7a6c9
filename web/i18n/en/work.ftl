# The screens of the daily work.
