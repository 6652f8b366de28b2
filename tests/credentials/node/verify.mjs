// Verify credentials with the libraries of Digital Bazaar and of the Digital Credentials Consortium, without a network.
//
// node verify.mjs CONTEXTS.json FILE...   prints one JSON line a file: {file, jcs, rdfc, consortium}, each true or a reason.
import { readFile } from "node:fs/promises";
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { driver } from "@digitalbazaar/did-method-key";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { createVerifyCryptosuite } from "@digitalbazaar/eddsa-jcs-2022-cryptosuite";
import { cryptosuite as rdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { verifyCredential } from "@digitalcredentials/verifier-core";

// Schemas and registries are not asked for: what is proved here needs no network.
globalThis.fetch = async (url) => { throw new Error(`no network: ${url}`); };
console.log = console.error; // These libraries print what they could not fetch.
const [contextFile, ...files] = process.argv.slice(2);
const contexts = JSON.parse(await readFile(contextFile, "utf8"));
const jcs = createVerifyCryptosuite();
const didKey = driver();
didKey.use({ multibaseMultikeyHeader: "z6Mk", fromMultibase: Ed25519Multikey.from });

async function documentLoader(url) {
  if (url in contexts) return { contextUrl: null, documentUrl: url, document: contexts[url] };
  if (url.startsWith("did:key:")) return { contextUrl: null, documentUrl: url, document: await didKey.get({ url }) };
  throw new Error(`asked for ${url}`);
}

/* One proof of the set alone, since these libraries say yes where any proof of a set holds. */
async function oneProof(credential, cryptosuite) {
  const proofs = [credential.proof].flat().filter((proof) => proof.cryptosuite === cryptosuite.name);
  if (proofs.length !== 1) return `${proofs.length} proofs of ${cryptosuite.name}`;
  const suite = new DataIntegrityProof({ cryptosuite });
  const result = await vc.verifyCredential({ credential: { ...credential, proof: proofs[0] }, suite, documentLoader });
  return result.verified || String(result.error?.errors?.[0]?.message ?? result.error?.message ?? "not verified");
}

/* The consortium's verifier fetches registries and schemas; without a network its signature check still answers. */
async function consortium(credential) {
  const result = await verifyCredential({ credential, knownDIDRegistries: [] });
  const signature = result.log?.find((entry) => entry.id === "valid_signature");
  return signature?.valid || JSON.stringify(result.errors ?? result.log ?? result).slice(0, 300);
}

for (const file of files) {
  const credential = JSON.parse(await readFile(file, "utf8"));
  const told = { file };
  for (const [name, ask] of [["jcs", () => oneProof(credential, jcs)], ["rdfc", () => oneProof(credential, rdfc)], ["consortium", () => consortium(credential)]]) {
    try { told[name] = await ask(); } catch (error) { told[name] = String(error.message); }
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
