/**
 * Every lane in the order somebody put them in. Lanes that order does not know (a signal it never met) stand where they
 * stand by default: after the one before them.
 * @param kept ids as they were kept; unknown ones are left out
 */
export function fullOrder(defaults: readonly string[], kept: readonly string[]): string[] {
  const order = [...new Set(kept)].filter((id) => defaults.includes(id));
  defaults.forEach((id, index) => {
    if (order.includes(id)) return;
    const before = defaults[index - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order;
}

/**
 * The order after a lane was moved among those on screen; lanes that are not shown keep their place beside their
 * neighbours.
 * @param shown ids on screen, in order
 * @param to place among those on screen
 */
export function movedOrder(order: readonly string[], shown: readonly string[], id: string, to: number): string[] {
  const others = shown.filter((one) => one !== id);
  const next = order.filter((one) => one !== id);
  const place = Math.max(0, Math.min(others.length, to));
  const [following, last] = [others[place], others.at(-1)];
  const at = following !== undefined ? next.indexOf(following) : last !== undefined ? next.indexOf(last) + 1 : 0;
  next.splice(at, 0, id);
  return next;
}
