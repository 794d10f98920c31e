import type { Shortcuts } from '@/components/ui/use-shortcuts';
import type { Calipers } from './calipers/use-calipers';
import type { EcgView } from './paper/use-ecg-view';
import { stepZoom } from './paper/zoom';
import type { PaperDisplay } from './toolbar/use-paper-display';

function paged(view: EcgView, by: 1 | -1): () => void {
  return () => view.page(by);
}

/** The keys that change how the ECG stands on the paper. */
export function viewKeys(view: EcgView): Shortcuts {
  return {
    s: () => view.stepSpeed(1),
    'Shift+s': () => view.stepSpeed(-1),
    '+': () => view.stepGain(1),
    '-': () => view.stepGain(-1),
    y: view.toggleChestGain,
    l: view.stepLayout,
    'Shift+l': () => view.stepLead(1),
    'Shift+c': () => view.cabrera?.toggle(),
    b: () => view.toggleMedian?.(),
    ',': () => view.setZoom(stepZoom(view.zoom, -1)),
    '.': () => view.setZoom(stepZoom(view.zoom, 1)),
    '0': () => view.setZoom(1),
    z: () => view.setZoom('true'),
    PageUp: paged(view, -1),
    PageDown: paged(view, 1),
  };
}

/** Arrow keys pan where there is more than the strip and no caliper takes them; else they scroll as everywhere. */
export function panKeys({ pan }: EcgView): Shortcuts {
  if (!pan) return {};
  const panned = (by: 1 | -1) => () => pan(by);
  return { ArrowLeft: panned(-1), ArrowRight: panned(1) };
}

function toolKeys(calipers: Calipers, display: PaperDisplay): Shortcuts {
  return {
    t: () => calipers.add('time'),
    v: () => calipers.add('voltage'),
    m: () => calipers.add('march'),
    'Shift+f': display.toggleFilter,
    'Shift+d': display.toggleDark,
  };
}

/** Every key of an ECG on paper. A caliper that is active takes the arrow keys. */
export function ecgKeys(view: EcgView, calipers: Calipers, display: PaperDisplay): Shortcuts {
  return { ...viewKeys(view), ...panKeys(view), ...toolKeys(calipers, display), ...calipers.keys };
}
