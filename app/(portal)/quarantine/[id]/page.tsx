import type { Metadata } from 'next';
import { HeldDetail } from '@/components/quarantine/detail/held-detail';
import { DecidedAlready } from '@/components/quarantine/detail/outcome';
import card from '@/components/ui/card.module.css';
import { AppError } from '@/lib/errors/app-error';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getHeld } from '@/lib/ingest/quarantine/get-held';

export const metadata: Metadata = { title: 'Held recording' };

/** Null where somebody has decided on it already. */
async function orDecided<Value>(promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_in_this_state') return null;
    throw error;
  }
}

export default async function HeldPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { services, actor, organization } = await portalContext();
  const held = await orNotFound(orDecided(getHeld(services, actor, { id })));
  if (!held) {
    return (
      <section className={card.card} aria-label="Held recording">
        <DecidedAlready />
      </section>
    );
  }
  return (
    <HeldDetail
      key={id}
      initial={held}
      now={services.clock.now().toISOString()}
      timeZone={organization.time_zone}
      mayRestore={actor.permissions.has('record:delete')}
    />
  );
}
