import { type CatalogEntry, ERROR_CATALOG } from '@/lib/errors/catalog';
import classes from '../docs.module.css';

/** Every error code, at the address its problem documents name as `type`. */
export function ErrorReference() {
  return (
    <main className={classes.page}>
      <h1>Errors</h1>
      <p className={classes.lead}>
        Errors are problem documents (RFC 9457). <code className={classes.code}>errors</code> lists every fault of the
        input at once, each with a JSON pointer. Quote <code className={classes.code}>request_id</code> when you ask for
        help.
      </p>
      {Object.entries<CatalogEntry>(ERROR_CATALOG).map(([code, { status, title, detail, retry_after_s }]) => (
        <section key={code} id={code} className={classes.entry}>
          <h2>
            {status} {title}
          </h2>
          <p className={classes.code}>{code}</p>
          <p>{detail}</p>
          {retry_after_s !== undefined && (
            <p className={classes.dim}>Comes with Retry-After: try the same request again.</p>
          )}
        </section>
      ))}
    </main>
  );
}
