// Writes NAME.gz beside every text file of a built folder; the server sends it as it is.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const TEXT = /\.(html|js|mjs|css|svg|json|webmanifest|txt)$/;

function compress(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) compress(path);
    else if (TEXT.test(name)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node scripts/compress.mjs FOLDER");
  process.exit(2);
}
compress(folder);
