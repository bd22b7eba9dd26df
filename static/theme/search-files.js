// Loads and decodes the files of the search index (written by search/index.py).
import { home } from "./dom.js";

export const [WORDS, TITLES, NOTES, TAGS] = [0, 1, 2, 3];
const FOLDER = "search-index/";
const decoder = new TextDecoder();

let listing;
const files = new Map(); // name → promise of its entries

/** search.json: {notes, parts: [{starts: [first key], files: [name]}], stop, recent, tags}; after an error it is fetched again. */
export function listed() {
  listing ??= fetchList().catch((error) => {
    listing = undefined;
    throw error;
  });
  return listing;
}

async function fetchList() {
  const answer = await fetch(new URL("search.json", home()), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
  const list = await answer.json();
  return { ...list, stop: new Set(list.stop) };
}

/** The files of a part that may have keys with `prefix`, decoded: [Map of key → Entry]. If there are more than `most`,
 *  only the file for the prefix as a key. */
export async function entries(part, prefix, most = 3) {
  const { starts, files: names } = (await listed()).parts[part];
  const first = lastStart(starts, prefix);
  const last = lastStart(starts, `${prefix}\u{10ffff}`);
  return Promise.all(names.slice(Math.max(0, first), (last - first < most ? last : first) + 1).map(load));
}

/** The entry of a key, undefined if there is none. */
export async function entry(part, key) {
  const { starts, files: names } = (await listed()).parts[part];
  const at = lastStart(starts, key);
  return at < 0 ? undefined : (await load(names[at])).get(key);
}

/** All entries of a part. */
export async function allEntries(part) {
  const { files: names } = (await listed()).parts[part];
  return (await Promise.all(names.map(load))).flatMap((file) => [...file]);
}

/** Binary search: the index of the last start that is not after `key`, in code point order; -1 if there is none. */
function lastStart(starts, key) {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(starts[middle], key)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

function isAfter(one, other) {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((char, place) => char !== right[place]);
  return at >= 0 && (at >= right.length || left[at].codePointAt(0) > right[at].codePointAt(0));
}

function load(name) {
  if (!files.has(name)) {
    files.set(name, fetchFile(name).catch((error) => {
      files.delete(name);
      listing = undefined; // may be stale: from another build
      throw error;
    }));
  }
  return files.get(name);
}

async function fetchFile(name) {
  const answer = await fetch(new URL(`${FOLDER}${name}.bin`, home()));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const stream = answer.body.pipeThrough(new DecompressionStream("deflate"));
  return read(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** Decodes a file: key → {stem, notes: Map of number → its data}. Keys are stored without the prefix shared with the one before. */
function read(data) {
  const found = new Map();
  let at = 0;
  const varint = () => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = data[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  const varints = (count) => Array.from({ length: count }, varint);
  let last = new Uint8Array();
  while (at < data.length) {
    const [shared, more] = varints(2);
    const key = new Uint8Array(shared + more);
    key.set(last.subarray(0, shared));
    key.set(data.subarray(at, at + more), shared);
    at += more;
    last = key;
    const count = varint();
    let number = 0;
    const notes = new Map(varints(count).map((step) => {
      const length = varint();
      const said = data.subarray(at, at + length);
      at += length;
      return [(number += step), said];
    }));
    const [word, change] = decoder.decode(key).split("\t");
    found.set(word, { stem: change ? [...word].slice(0, -parseInt(change, 10) || undefined).join("") + change.replace(/^\d+/, "") : word, notes });
  }
  return found;
}

/** {address, title} of a note by its number. */
export async function noteRow(number) {
  const found = await entry(NOTES, number.toString(16).padStart(6, "0"));
  if (!found) throw new Error(`no note ${number}`);
  return rowIn(found.notes.get(number));
}

/** {url, title} of a random note, almost uniformly distributed: files have about equally many. Loads one file. */
export async function randomRow() {
  const { files: names } = (await listed()).parts[NOTES];
  const { notes } = oneOf([...(await load(oneOf(names))).values()]);
  return rowIn(oneOf([...notes.values()]));
}

const oneOf = (list) => list[Math.floor(Math.random() * list.length)];

function rowIn(said) {
  const [address, title] = JSON.parse(decoder.decode(said));
  return { url: new URL(address.slice(1), home()).pathname, title };
}
