'use client';

import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import bar from '@/components/ui/tabs.module.css';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Patient } from '@/lib/patients/contracts';
import classes from './patient-banner.module.css';

interface Tab {
  label: string;
  href: string;
  /** Pages below this path belong to the tab. */
  under: string;
}

/**
 * The pages a patient has: the overview always, the newest ECG, the newest night and trends where there are any, ECG and
 * therapy beside each other where there are both, the report of what there is.
 */
function tabsOf({ patient_ref, last_ecg_id, last_night_id }: Patient): Tab[] {
  return [
    { label: 'Overview', href: `/patients/${patient_ref}`, under: '/patients/' },
    ...(last_ecg_id ? [{ label: 'ECG', href: `/ecg/${last_ecg_id}`, under: '/ecg/' }] : []),
    ...(last_night_id
      ? [
          { label: 'Nights', href: `/therapy/${last_night_id}`, under: '/therapy/' },
          { label: 'Trends', href: `/patients/${patient_ref}/trends`, under: `/patients/${patient_ref}/trends` },
        ]
      : []),
    ...(last_ecg_id && last_night_id
      ? [
          {
            label: 'ECG × therapy',
            href: `/patients/${patient_ref}/associations`,
            under: `/patients/${patient_ref}/associations`,
          },
        ]
      : []),
    ...(last_ecg_id || last_night_id
      ? [
          {
            label: 'Report',
            href: `/patients/${patient_ref}/reports`,
            under: `/patients/${patient_ref}/reports`,
          },
        ]
      : []),
  ];
}

/** Leads between a patient's pages; the keys 1 to 6 open them in order. */
export function PatientTabs({ patient }: { patient: Patient }) {
  const path = usePathname() ?? '';
  const router = useRouter();
  const tabs = tabsOf(patient);
  const open = (tab: Tab | undefined) => tab && router.push(tab.href);
  useShortcuts({
    '1': () => open(tabs[0]),
    '2': () => open(tabs[1]),
    '3': () => open(tabs[2]),
    '4': () => open(tabs[3]),
    '5': () => open(tabs[4]),
    '6': () => open(tabs[5]),
  });
  // of two tabs that a page lies below, it belongs to the narrower one
  const current = tabs.filter(({ under }) => path.startsWith(under)).sort((a, b) => b.under.length - a.under.length)[0];
  return (
    <nav className={`${bar.tabs} ${classes.tabs}`} aria-label="Pages of this patient">
      {tabs.map(({ label, href }) => (
        <Link key={label} href={href} prefetch={false} aria-current={label === current?.label ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
