import { type Container, child, close, isContainer, MutableArray, MutableDoc, type Node } from '../bson/mutable';
import { shellText } from '../bson/shell-text';
import { NULL } from '../bson/write';
import { badValue, MongoError } from '../errors';

/** The container that holds the last name of a path; with `create`, missing documents on the way are made. */
export function parentOf(root: MutableDoc, path: readonly string[], create: boolean): Container | undefined {
  let cur: Container = root;
  for (const [i, name] of path.slice(0, -1).entries()) {
    const existing = child(cur, name);
    if (existing === undefined) {
      if (!create) return undefined;
      checkCreatable(cur, name, path, i);
      const made = new MutableDoc();
      setIn(cur, name, made);
      cur = made;
    } else if (isContainer(existing)) cur = existing;
    else if (create) throw notViable(path, i + 1, name, existing);
    else return undefined;
  }
  return cur;
}

function setIn(parent: Container, name: string, node: Node): void {
  if (parent instanceof MutableDoc) parent.nodes.set(name, node);
  else padded(parent, name)[Number(name)] = node;
}

const MAX_PADDING = 1_500_000;

function padded(parent: MutableArray, name: string): Node[] {
  const index = Number(name);
  if (index - parent.nodes.length > MAX_PADDING) throw badValue("can't backfill more than 1500000 elements");
  while (parent.nodes.length < index) parent.nodes.push(NULL);
  return parent.nodes;
}

/** An array takes positions only. */
export function checkCreatable(parent: Container, name: string, path: readonly string[], at: number): void {
  if (parent instanceof MutableArray && !/^(0|[1-9]\d*)$/.test(name)) throw notViable(path, at, name, parent);
}

function notViable(path: readonly string[], at: number, name: string, node: Node): MongoError {
  const holder = path[at - 1] ?? '';
  return new MongoError(
    'PathNotViable',
    `Cannot create field '${path[at] ?? name}' in element {${holder}: ${shellText(close(node))}}`,
  );
}
