/** Something the person who starts the product can put right: `message` is a plain sentence, `detail` e.g. the end of a log. */
export class StartError extends Error {
  constructor(message, detail = '') {
    super(message);
    this.name = 'StartError';
    this.detail = detail;
  }
}
