//! The command line: arguments, one file for each command, and exit codes.
