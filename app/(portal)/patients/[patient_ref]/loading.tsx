import card from '@/components/ui/card.module.css';
import { LoadingRows } from '@/components/ui/state-panel';

export default function PatientLoading() {
  return (
    <div className={card.page}>
      <div className={card.card}>
        <LoadingRows rows={20} label="Loading the patient" />
      </div>
    </div>
  );
}
