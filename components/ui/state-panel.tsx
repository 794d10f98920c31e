'use client';

import { Button, CopyButton } from '@mantine/core';
import {
  IconCircleCheck,
  IconCloudOff,
  IconCopy,
  IconLock,
  IconSearch,
  IconStack2,
  IconWifiOff,
} from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ApiError } from '@/lib/client/api';
import classes from './state-panel.module.css';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

interface PanelProps {
  /** `first`: nothing there yet, `filter`: nothing fits, `done`: nothing left to do. */
  kind: 'first' | 'filter' | 'done' | 'error' | 'denied';
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** True where the panel is the whole page, so that its title is the page's. */
  wholePage?: boolean;
}

const ICONS = {
  first: <IconStack2 {...ICON} />,
  filter: <IconSearch {...ICON} />,
  done: <IconCircleCheck {...ICON} />,
  error: <IconCloudOff {...ICON} />,
  denied: <IconLock {...ICON} />,
};

/** The one way a page or card says that there is nothing to show: what happened, what is safe, what to do. */
export function StatePanel({ kind, title, children, actions, wholePage = false }: PanelProps) {
  const Title = wholePage ? 'h1' : 'h2';
  return (
    <div className={classes.panel} role={kind === 'error' ? 'alert' : undefined}>
      <div className={classes.icon} data-kind={kind}>
        {ICONS[kind]}
      </div>
      <Title className={classes.title}>{title}</Title>
      <div className={classes.text}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

function CopyReference({ reference }: { reference: string }) {
  return (
    <CopyButton value={reference}>
      {({ copied, copy }) => (
        <Button onClick={copy} leftSection={<IconCopy {...ICON} />}>
          {copied ? 'Copied' : 'Copy reference'}
        </Button>
      )}
    </CopyButton>
  );
}

interface ErrorPanelProps {
  title: string;
  reference: string | null;
  text: string;
  onRetry: () => void;
  wholePage?: boolean;
}

/** A failure with its reference to quote and a way to try again. */
export function ErrorPanel({ title, reference, text, onRetry, wholePage = false }: ErrorPanelProps) {
  return (
    <StatePanel
      kind="error"
      title={title}
      wholePage={wholePage}
      actions={
        <>
          <Button variant="filled" onClick={onRetry}>
            Try again
          </Button>
          {reference && <CopyReference reference={reference} />}
        </>
      }
    >
      {text}
      {reference && (
        <>
          {' '}
          Reference <span className={classes.reference}>{reference}</span>.
        </>
      )}
    </StatePanel>
  );
}

function explain(error: ApiError): string {
  if (error.code === 'network') return 'The connection broke off. Nothing is lost.';
  if (error.status === 429) return `Too many requests. Try again in ${error.retryAfterS ?? 60} s.`;
  if (error.retryAfterS !== null) return `${error.message} Try again in ${error.retryAfterS} s.`;
  return error.message;
}

/** What a request to our API failed with: signed out, not there or not yours (one answer for both), or an error. */
export function ApiErrorPanel({ title, error, onRetry }: { title: string; error: ApiError; onRetry: () => void }) {
  if (error.status === 401) {
    return (
      <StatePanel kind="denied" title="You are signed out" actions={<SignInAgain />}>
        Nothing is lost. Sign in again to come back to this page.
      </StatePanel>
    );
  }
  if (error.status === 403 || error.status === 404) return <DeniedPanel />;
  return <ErrorPanel title={title} reference={error.requestId} text={explain(error)} onRetry={onRetry} />;
}

function SignInAgain() {
  return (
    <Button
      variant="filled"
      onClick={() => window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(window.location.pathname)}`)}
    >
      Sign in
    </Button>
  );
}

/** The same answer for what does not exist and for what is not yours. */
export function DeniedPanel({ wholePage = false }: { wholePage?: boolean }) {
  return (
    <StatePanel
      wholePage={wholePage}
      kind="denied"
      title="You cannot open this page"
      actions={
        <Button component={Link} href="/" prefetch={false}>
          To the start page
        </Button>
      }
    >
      It does not exist or is outside your access.
    </StatePanel>
  );
}

/** A line of explanation inside a page; `tone` colours it where it asks for care. */
export function Note({
  tone,
  icon,
  children,
}: {
  tone?: 'caution' | 'high' | 'critical';
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.note} data-tone={tone}>
      {icon}
      <div>{children}</div>
    </div>
  );
}

interface StaleBarProps {
  /** When what is shown was read, as people read it: `13:51 CET`. */
  since: string;
  children?: ReactNode;
  onRetry: () => void;
}

/** What is shown is old, and why it may not be acted on as if it were new. */
export function StaleBar({ since, children, onRetry }: StaleBarProps) {
  return (
    <div className={classes.stale} role="alert">
      <IconWifiOff {...ICON} />
      <div className={classes.staleText}>
        <strong>Not updating since {since}.</strong> What you see may be old. {children}
      </div>
      <Button onClick={onRetry}>Try now</Button>
    </div>
  );
}

const BAR_WIDTHS = [22, 12, 6, 10, 14];

interface LoadingRowsProps {
  rows: number;
  label: string;
  /** Of the rows that will stand here: one line, or two. */
  lines?: 1 | 2;
}

/** Rows of the height a table will have; invisible for the first 300 ms. */
export function LoadingRows({ rows, label, lines = 1 }: LoadingRowsProps) {
  return (
    <div role="status" aria-label={label} className={classes.skeleton}>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <div className={classes.row} data-lines={lines} key={row}>
          {BAR_WIDTHS.map((width) => (
            <span key={width} className={classes.bar} style={{ width: `${width}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
