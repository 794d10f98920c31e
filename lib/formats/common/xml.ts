import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import { ReadFault } from './fault';

/** An element of a document: local names only, attributes by local name, its own text joined. */
export interface XmlElement {
  name: string;
  /** The namespace declared on this very element, if any. */
  namespace: string | null;
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  text: string;
}

const MAX_XML_BYTES = 32 * 2 ** 20;
const MAX_DEPTH = 64;
/** Real documents have some thousand. */
const MAX_ELEMENTS = 60_000;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const MAX_ATTRIBUTES = 256;
const CHUNK = 64 * 1024;
const UNDEFINED_ENTITY = /undefined entity/;

/**
 * Reads a document into a tree without recursion, under limits of size, depth and number. Entities beyond the five of
 * XML itself stay literal text; a DOCTYPE that declares anything is refused, one that only names a DTD is skipped and
 * nothing is ever fetched.
 */
export function readXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > MAX_XML_BYTES) throw new ReadFault('too_large', 'The XML document is larger than 32 MB.');
  const builder = new TreeBuilder();
  const parser = new SaxesParser({ xmlns: false, position: false });
  let ended = false;
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) {
      throw new ReadFault('unsupported', 'The XML document declares entities or other markup of its own.');
    }
  });
  parser.on('opentag', ({ name, attributes }) => builder.open(name, attributes));
  parser.on('closetag', () => builder.close());
  parser.on('text', (text) => builder.text(text));
  parser.on('cdata', (text) => builder.text(text));
  parser.on('error', (error) => {
    if (UNDEFINED_ENTITY.test(error.message)) return;
    throw ended
      ? new ReadFault('truncated', 'The XML document ends before its root is closed.')
      : new ReadFault('corrupt', 'The XML document is not well-formed.');
  });
  for (const chunk of decodedChunks(bytes)) parser.write(chunk);
  ended = true;
  parser.close();
  if (builder.root === null) throw new ReadFault('truncated', 'The XML document has no element.');
  return builder.root;
}

class TreeBuilder {
  root: XmlElement | null = null;
  readonly #stack: XmlElement[] = [];
  #count = 0;

  open(name: string, written: Record<string, string>): void {
    if (++this.#count > MAX_ELEMENTS) throw new ReadFault('too_large', 'The XML document has too many elements.');
    if (this.#stack.length >= MAX_DEPTH) throw new ReadFault('too_large', 'The XML document is nested too deeply.');
    const entries = Object.entries(written);
    const attributes = new Map<string, string>();
    let namespace: string | null = null;
    const prefix = name.includes(':') ? `xmlns:${name.slice(0, name.indexOf(':'))}` : 'xmlns';
    for (const [key, value] of entries) {
      if (key === prefix) namespace = value;
      if (!key.startsWith('xmlns')) attributes.set(localName(key), value);
    }
    if (attributes.size > MAX_ATTRIBUTES) throw new ReadFault('too_large', 'An XML element has too many attributes.');
    const element = {
      name: localName(name),
      namespace,
      attributes: entries.length === 0 ? NO_ATTRIBUTES : attributes,
      children: [],
      text: '',
    };
    const parent = this.#stack.at(-1);
    if (parent === undefined) this.root ??= element;
    else parent.children.push(element);
    this.#stack.push(element);
  }

  close(): void {
    this.#stack.pop();
  }

  text(text: string): void {
    const element = this.#stack.at(-1);
    if (element !== undefined) element.text += text;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The encoding by byte order mark, then by the first bytes, then as declared; UTF-8 that is none is read as Latin-1. */
export function xmlEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'latin1';
}

function* decodedChunks(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(xmlEncoding(bytes));
  for (let at = 0; at < bytes.length; at += CHUNK) {
    yield decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
  }
  yield decoder.decode();
}

/** The first element at a path of local names below an element. */
export function find(element: XmlElement | undefined, path: string): XmlElement | undefined {
  let at = element;
  for (const name of path.split('/')) at = at?.children.find((child) => child.name === name);
  return at;
}

/** All elements at a path of local names below an element, in document order. */
export function findAll(element: XmlElement | undefined, path: string): XmlElement[] {
  let at = element === undefined ? [] : [element];
  for (const name of path.split('/')) at = at.flatMap((one) => one.children.filter((child) => child.name === name));
  return at;
}

/** The text at a path, `undefined` when there is no such element. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  return find(element, path)?.text;
}

/** An attribute at a path. */
export function attributeAt(element: XmlElement | undefined, path: string, attribute: string): string | undefined {
  return find(element, path)?.attributes.get(attribute);
}

/** An element with all elements below it, in document order, without recursion. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  const stack = [element];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i];
      if (child !== undefined) stack.push(child);
    }
  }
}
