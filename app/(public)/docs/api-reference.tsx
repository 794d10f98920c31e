import type { ContractInfo } from '@/lib/http/contract';
import classes from './docs.module.css';

const accessText = ({ access }: ContractInfo): string => {
  if (access.kind === 'none') return 'Open to anybody.';
  return `Needs ${access.any_of.join(' or ')}${access.by_session ? ', by a person signed in' : ''}.`;
};

/** Every operation of the API, for people; programs read `/api/openapi.json`. */
export function ApiReference({ contracts }: { contracts: readonly ContractInfo[] }) {
  return (
    <main className={classes.page}>
      <h1>Nightbeat API</h1>
      <p className={classes.lead}>
        One envelope for every device. Send an API key as <code className={classes.code}>Authorization: Bearer …</code>.
        The machine-readable document is <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1); errors are{' '}
        <a href="/docs/errors">problem documents</a>.
      </p>
      {contracts.map((contract) => (
        <section key={contract.operation_id} id={contract.operation_id} className={classes.entry}>
          <h2>{contract.summary}</h2>
          <p className={classes.code}>
            {contract.method} {contract.path}
          </p>
          <p className={classes.dim}>{accessText(contract)}</p>
          {Object.keys(contract.query.shape).length > 0 && (
            <p className={classes.dim}>Query: {Object.keys(contract.query.shape).join(', ')}</p>
          )}
          {contract.content && <p className={classes.dim}>Body: {Object.keys(contract.content).join(' or ')}</p>}
          <p className={classes.dim}>
            Answers:{' '}
            {Object.entries(contract.responses)
              .map(([status, { description }]) => `${status} ${description.toLowerCase()}`)
              .join(', ')}
          </p>
        </section>
      ))}
    </main>
  );
}
