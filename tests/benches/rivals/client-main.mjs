// Stands where the rig starts a client: hands its lines to ours.
import { spawn } from "node:child_process";
const ours = spawn(process.env.FIELDNOTE_PEER, ["client", process.argv[3]], { stdio: "inherit" });
ours.on("exit", (code) => process.exit(code ?? 1));
