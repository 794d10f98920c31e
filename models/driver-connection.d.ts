declare module 'mongodb/lib/cmap/connection.js' {
  /** A connection of the driver; what is used of it is described where it is. */
  export class Connection {}
}
