import CIntrinsics
import Glibc

signal(SIGPIPE, SIG_IGN)
cin_keep_freed_memory()
exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
