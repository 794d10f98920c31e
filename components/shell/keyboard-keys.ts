/** What a key does; `needs` names the destination without which it leads nowhere. */
export interface KeyRow {
  keys: string[];
  does: string;
  needs?: string;
}

/** Every single key of the portal, by the page it works on. A page that takes a new key adds it here. */
export const KEY_GROUPS: readonly { title: string; rows: readonly KeyRow[] }[] = [
  {
    title: 'Everywhere',
    rows: [
      { keys: ['/'], does: 'search patients', needs: '/patients' },
      { keys: ['?'], does: 'this keyboard map' },
      { keys: ['g', 'w'], does: 'worklist', needs: '/worklist' },
      { keys: ['g', 'p'], does: 'patients', needs: '/patients' },
      { keys: ['g', 'q'], does: 'quarantine', needs: '/quarantine' },
      { keys: ['g', 'd'], does: 'devices', needs: '/devices' },
      { keys: ['g', 's'], does: 'settings', needs: '/settings' },
    ],
  },
  {
    title: 'Worklist and lists',
    rows: [
      { keys: ['j', 'k'], does: 'next, previous row' },
      { keys: ['↓', '↑'], does: 'next, previous row, also from the search field' },
      { keys: ['Enter'], does: 'open' },
    ],
  },
  {
    title: 'Patients',
    rows: [
      { keys: ['f'], does: 'filters of the patient list', needs: '/patients' },
      { keys: ['e'], does: 'newest ECG of the patient', needs: '/patients' },
      { keys: ['n'], does: 'newest night of the patient', needs: '/patients' },
      {
        keys: ['1', '2', '3', '4', '5', '6'],
        does: 'overview, ECG, night, trends, ECG × therapy, report of the patient',
        needs: '/patients',
      },
    ],
  },
  {
    title: 'ECG',
    rows: [
      { keys: ['s', 'Shift+s'], does: 'next, previous speed', needs: '/patients' },
      { keys: ['+', '−'], does: 'more, less gain (zoom while in the PDF)', needs: '/patients' },
      { keys: ['y'], does: 'chest leads at less gain, at the same again', needs: '/patients' },
      { keys: ['l', 'Shift+l'], does: 'next layout; next lead alone', needs: '/patients' },
      { keys: ['Shift+c'], does: 'Cabrera order', needs: '/patients' },
      { keys: ['b'], does: 'median beats, where the device sent them', needs: '/patients' },
      { keys: [',', '.', '0'], does: 'smaller, larger paper; the whole strip', needs: '/patients' },
      { keys: ['z'], does: 'true size on a calibrated screen', needs: '/patients' },
      { keys: ['PageUp', 'PageDown'], does: 'earlier, later part', needs: '/patients' },
      { keys: ['Shift+f'], does: 'display filter on, off', needs: '/patients' },
      { keys: ['Shift+d'], does: 'dark grid', needs: '/patients' },
      { keys: ['t', 'v', 'm'], does: 'time, voltage, march-out caliper', needs: '/patients' },
      {
        keys: ['←', '→'],
        does: 'caliper by one sample, with Shift by ten; without one, along the recording',
        needs: '/patients',
      },
      {
        keys: ['↑', '↓'],
        does: 'voltage by 5 µV, with Shift by 50; a time caliper to the next lead',
        needs: '/patients',
      },
      { keys: ['h', 'Enter', 'Esc'], does: 'other end of the caliper; keep it; remove it', needs: '/patients' },
      { keys: ['c', 'Shift+b'], does: 'compare with the ECG before; with the baseline', needs: '/patients' },
      { keys: ['r'], does: 'write the statement; Esc leaves it', needs: '/patients' },
      { keys: ['Ctrl', 'Enter'], does: 'confirm; with Shift preliminary', needs: '/patients' },
      { keys: ['u'], does: 'take a confirmation back, for a minute', needs: '/patients' },
      { keys: ['Shift+n'], does: 'next unread ECG', needs: '/worklist' },
      { keys: ['o'], does: 'PDF beside the ECG; side by side or overlay of a comparison', needs: '/patients' },
      { keys: ['[', ']'], does: 'previous, next page of the PDF', needs: '/patients' },
    ],
  },
  {
    title: 'Long ECG',
    rows: [
      { keys: ['PageUp', 'PageDown'], does: 'earlier, later window', needs: '/patients' },
      { keys: ['Shift+←', 'Shift+→'], does: 'a second back, on, without a caliper', needs: '/patients' },
      { keys: ['k', 'j'], does: 'previous, next beat', needs: '/patients' },
      { keys: ['p', 'n'], does: 'previous, next place of the chosen kind', needs: '/patients' },
      { keys: ['Home', 'End'], does: 'beginning, end of the recording', needs: '/patients' },
      { keys: ['Shift+t'], does: 'type a time to go to', needs: '/patients' },
    ],
  },
  {
    title: 'Settings',
    rows: [
      {
        keys: ['Alt', '↑', '↓'],
        does: 'move a phrase; with Shift to the beginning, the end',
        needs: '/settings',
      },
    ],
  },
  {
    title: 'Therapy night',
    rows: [
      { keys: ['←', '→'], does: 'move the time cursor; with Shift a minute', needs: '/patients' },
      { keys: ['Home', 'End'], does: 'cursor to the beginning, the end', needs: '/patients' },
      { keys: [',', '.'], does: 'zoom out, in at the cursor', needs: '/patients' },
      { keys: ['p', 'n'], does: 'previous, next event', needs: '/patients' },
      { keys: ['e'], does: 'the ECG at the cursor', needs: '/patients' },
      { keys: ['[', ']'], does: 'previous, next night', needs: '/patients' },
    ],
  },
];
