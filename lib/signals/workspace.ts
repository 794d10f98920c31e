/**
 * Arrays that are used again and again, each under its name: a long recording that is gone through block by block leaves no
 * garbage of its own size behind. What was given is somebody else's as soon as its name is asked for again.
 */
export class Workspace {
  private readonly kept = new Map<string, Float64Array>();

  /** @returns so many zeros */
  zeros(name: string, length: number): Float64Array {
    const known = this.kept.get(name);
    if (known && known.length >= length) return known.subarray(0, length).fill(0);
    const made = new Float64Array(length);
    this.kept.set(name, made);
    return made;
  }
}
