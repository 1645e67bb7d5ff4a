/**
 * Loaded before test files: lets every property run on examples of the seed that the environment
 * names, and on more of them.
 *
 * @module
 */
import fc from "fast-check";
import process from "node:process";

const seed = Number(process.env["WHIMBREL_SOAK_SEED"]);
if (!Number.isInteger(seed)) throw new Error("WHIMBREL_SOAK_SEED must be a whole number");
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed, numRuns: 1000 });
