import { reply, says, served } from "rehearsal/sim";

export default served({ name: "a client that makes mistakes", replies: [reply(says("At last."))] });
