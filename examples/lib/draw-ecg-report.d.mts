/** An upload as in `examples/recordings`: patient, device, measurements and a recording in its short form. */
export function drawEcgReport(upload: object): Promise<Buffer>;
