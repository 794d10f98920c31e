import card from '@/components/ui/card.module.css';
import { LoadingRows } from '@/components/ui/state-panel';

/** A setting on its way. */
export function SettingLoading() {
  return (
    <div className={card.card}>
      <LoadingRows rows={12} label="Loading the setting" />
    </div>
  );
}
