/** What stands at the foot of every page until an organisation changes it; it cannot be hidden. */
export const SAFETY_TEXT =
  'Evaluation software, not a cleared medical device. Not for real-time monitoring. Not a diagnosis.';
