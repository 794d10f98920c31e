const LEAST = [20, 19];

/** Ends the process with a plain sentence when this Node.js is older than the project needs. */
export function requireNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  console.error(`Nightbeat needs Node.js ${LEAST.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
