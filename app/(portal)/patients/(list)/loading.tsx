import card from '@/components/ui/card.module.css';
import { LoadingRows } from '@/components/ui/state-panel';

export default function PatientsLoading() {
  return (
    <div className={card.page}>
      <div className={card.card}>
        <LoadingRows rows={16} label="Loading patients" />
      </div>
    </div>
  );
}
