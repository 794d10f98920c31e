import { AppError } from '@/lib/errors/app-error';

/** How much may be under way at a time. */
export interface RoomLimits {
  uploads: number;
  bytes: number;
}

/**
 * Room for uploads under way in this process. A store that has become slow leaves every upload holding its bytes; beyond
 * the limits nothing more is taken in, and whoever is turned away is told when to come again (ING-7).
 */
export class UploadRoom {
  private uploads = 0;
  private bytes = 0;

  constructor(private readonly limits: RoomLimits) {}

  /**
   * Does the work while its bytes count as under way. One upload fits always, however large.
   * @throws AppError `too_busy`, without having begun
   */
  async hold<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    const full = this.uploads >= this.limits.uploads || this.bytes + bytes > this.limits.bytes;
    if (full && this.uploads > 0) throw new AppError('too_busy');
    this.uploads += 1;
    this.bytes += bytes;
    try {
      return await work();
    } finally {
      this.uploads -= 1;
      this.bytes -= bytes;
    }
  }
}

/** An upload of 16 MB takes its own size again as samples and report; this many at most keep the process small. */
export const UPLOAD_ROOM: RoomLimits = { uploads: 100, bytes: 96 * 1024 * 1024 };

/** The room of this process. */
export const uploadRoom = new UploadRoom(UPLOAD_ROOM);
