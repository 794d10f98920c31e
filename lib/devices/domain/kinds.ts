/** What kind of machine a device is. */
export const DEVICE_KINDS = ['ecg', 'holter', 'cpap', 'bipap', 'other'] as const;

export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** How often a device is expected to send: every night, or whenever it is used. */
export const DEVICE_CADENCES = ['nightly', 'on_use'] as const;

export type DeviceCadence = (typeof DEVICE_CADENCES)[number];
