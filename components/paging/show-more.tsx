import { Button } from '@mantine/core';
import { FormError } from '@/components/account/form-error';
import card from '@/components/ui/card.module.css';
import { formatCount } from '@/lib/client/format-value';
import type { Pages } from './use-pages';

function failureText({ pages, what }: ShowMoreProps): string | null {
  const { error } = pages;
  if (!error) return null;
  const cause = error.code === 'network' ? 'The connection broke off.' : error.message;
  return `The ${what} could not be read. ${cause} Those shown may be old.`;
}

interface ShowMoreProps {
  pages: Pick<Pages<unknown>, 'rows' | 'more' | 'showMore' | 'loadingMore' | 'error'>;
  /** What the rows are, in the plural: `reports`. */
  what: string;
}

/** Below a list that comes in pages: how many of it are shown, and the way to those that follow. */
export function ShowMore(props: ShowMoreProps) {
  const { pages, what } = props;
  const { rows, more, showMore, loadingMore } = pages;
  const failure = failureText(props);
  if (!more && !failure) return null;
  return (
    <>
      <FormError text={failure} />
      {more && (
        <footer className={card.foot}>
          <Button loading={loadingMore} onClick={showMore} aria-label={`Show more ${what}`}>
            Show more
          </Button>
          <span role="status">
            The first {formatCount(rows.length)} {what} are shown; others follow.
          </span>
        </footer>
      )}
    </>
  );
}
