import { useCallback, useMemo } from 'react';
import { useKeptText } from '@/components/ui/use-kept-text';
import { fullOrder, movedOrder } from './lane-order';
import { SIGNAL_LANES } from './night-lanes';

const STORAGE_KEY = 'nightbeat-night-lanes';
const DEFAULTS = ['events', 'ecg_rate', 'ecg_trace', ...SIGNAL_LANES.map(({ id }) => id)];

/** The order of a night's lanes, kept in this browser, and how one is moved among those on screen. */
export function useLaneOrder() {
  const [kept, keep] = useKeptText(STORAGE_KEY);
  const order = useMemo(() => fullOrder(DEFAULTS, kept.split(' ')), [kept]);
  const move = useCallback(
    (shown: readonly string[], id: string, to: number) => keep(movedOrder(order, shown, id, to).join(' ')),
    [order, keep],
  );
  return { order, move };
}
