import { describe, expect, it } from 'vitest';
import { URGENCY, urgencyOf } from './urgency';

describe('urgency', () => {
  it.each([
    ['stat', [], URGENCY.now],
    ['stat', ['Sinus rhythm'], URGENCY.now],
    ['routine', ['Sinus rhythm', 'Third degree AV block'], URGENCY.now],
    ['urgent', ['Ventricular tachycardia'], URGENCY.now],
    ['urgent', ['Sinus rhythm'], URGENCY.urgent],
    ['routine', [], URGENCY.routine],
  ] as const)('of %s with %j is %i', (priority, statements, urgency) => {
    expect(urgencyOf(priority, statements)).toBe(urgency);
  });
});
