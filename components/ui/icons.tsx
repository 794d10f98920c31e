/** Nightbeat's mark: a moon and a beat. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M20.6 15.4A9.4 9.4 0 1 1 9.6 3.3a7.6 7.6 0 0 0 11 12.1z" fill="var(--nb-accent-solid)" />
      <path
        d="M10.6 10.3h2.3l1.5-3.5 2.4 6.3 1.4-2.8h3.3"
        fill="none"
        stroke="var(--nb-accent)"
        strokeWidth="1.7"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The caution shape, a diamond with an exclamation mark; drawn like the outline icons beside it. */
export function DiamondIcon({ size = 16 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M12 2.5 21.5 12 12 21.5 2.5 12z" />
      <path d="M12 8v5M12 16h.01" />
    </svg>
  );
}
