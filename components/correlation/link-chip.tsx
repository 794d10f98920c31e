import Link from 'next/link';
import { FactTag } from '@/components/ui/status-chip';
import { formatPlainDate } from '@/lib/client/format-time';
import { linkText } from '@/lib/correlation/domain/links/link-text';
import type { Recording } from '@/lib/recordings/contracts';

/** How an ECG stands to therapy; leads to the night. Nothing where it belongs to nobody, or for an older version. */
export function LinkChip({ link }: { link: Recording['link'] }) {
  if (!link) return null;
  if (link.night_id === null || link.night === null) return <FactTag>{linkText(link.kind)}</FactTag>;
  return (
    <FactTag>
      <Link href={`/therapy/${link.night_id}`} prefetch={false}>
        {linkText(link.kind)}, night of {formatPlainDate(link.night)}
      </Link>
    </FactTag>
  );
}
