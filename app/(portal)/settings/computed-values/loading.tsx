import card from '@/components/ui/card.module.css';
import { LoadingRows } from '@/components/ui/state-panel';

export default function ComputedValuesLoading() {
  return (
    <div className={card.card}>
      <LoadingRows rows={12} label="Loading the setting" />
    </div>
  );
}
