// The cases that two implementations of one rule are held to: the loader's here, the notice crate's in its own tests.
import { readFile } from "node:fs/promises";

export const twin = async (name) => JSON.parse(await readFile(new URL(`${name}.json`, import.meta.url), "utf8"));
