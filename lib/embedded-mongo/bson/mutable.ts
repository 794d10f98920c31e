import { badValue } from '../errors';
import { arrayIndex } from './path';
import { fields, items, Value } from './value';
import { arrayOf, docOf, NULL } from './write';

/** A value being changed: documents and arrays are opened only where a path goes through them. */
export type Node = Value | MutableDoc | MutableArray;

export class MutableDoc {
  readonly nodes: Map<string, Node>;

  constructor(entries: Iterable<readonly [string, Node]> = []) {
    this.nodes = new Map(entries);
  }
}

export class MutableArray {
  constructor(readonly nodes: Node[] = []) {}
}

export type Container = MutableDoc | MutableArray;

export function isContainer(node: Node | undefined): node is Container {
  return node instanceof MutableDoc || node instanceof MutableArray;
}

/** Opens a document or array one level; other values stay as they are. */
export function open(node: Node): Node {
  if (!(node instanceof Value)) return node;
  if (node.isObject) return new MutableDoc(fields(node));
  return node.isArray ? new MutableArray(items(node)) : node;
}

/** The bytes of a changed value. */
export function close(node: Node): Value {
  if (node instanceof MutableDoc) return docOf([...node.nodes].map(([name, item]) => [name, close(item)]));
  if (node instanceof MutableArray) return arrayOf(node.nodes.map(close));
  return node;
}

/** The child of that name, opened in place; undefined if there is none. */
export function child(parent: Container, name: string): Node | undefined {
  if (parent instanceof MutableDoc) {
    const node = parent.nodes.get(name);
    if (node === undefined) return undefined;
    const opened = open(node);
    if (opened !== node) parent.nodes.set(name, opened);
    return opened;
  }
  const index = arrayIndex(name);
  const node = parent.nodes[index];
  if (index < 0 || node === undefined) return undefined;
  const opened = open(node);
  parent.nodes[index] = opened;
  return opened;
}

const MAX_PADDING = 1_500_000;

/** Sets a child; an array is filled up with null. */
export function setChild(parent: Container, name: string, node: Node): void {
  if (parent instanceof MutableDoc) {
    parent.nodes.set(name, node);
    return;
  }
  const index = arrayIndex(name);
  if (index - parent.nodes.length > MAX_PADDING) throw badValue("can't backfill more than 1500000 elements");
  while (parent.nodes.length < index) parent.nodes.push(NULL);
  parent.nodes[index] = node;
}

/** Removes a field; an array element becomes null, as MongoDB does. */
export function removeChild(parent: Container, name: string): void {
  if (parent instanceof MutableDoc) parent.nodes.delete(name);
  else if (child(parent, name) !== undefined) parent.nodes[arrayIndex(name)] = NULL;
}
