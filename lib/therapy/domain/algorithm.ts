/** Name and version of what computes the values of nights; shown beside every computed value. */
export const NIGHT_ALGORITHM = { algorithm: 'nightbeat-night', version: '1.2.0' } as const;
