import card from '@/components/ui/card.module.css';
import { LoadingRows } from '@/components/ui/state-panel';

export default function WorklistLoading() {
  return (
    <div className={card.page}>
      <div className={card.card}>
        <LoadingRows rows={12} lines={2} label="Loading the worklist" />
      </div>
    </div>
  );
}
