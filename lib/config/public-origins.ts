import { environment } from './env';

/**
 * Origins besides our own from which the browser loads files (presigned URLs of an S3 server), for the content
 * security policy. AWS itself is reached under the bucket's own host name.
 */
export function objectOrigins(): string[] {
  const { s3 } = environment();
  if (!s3) return [];
  const endpoint = s3.public_endpoint ?? s3.endpoint;
  if (endpoint) return [endpoint];
  return [`https://${s3.bucket}.s3.${s3.region}.amazonaws.com`, `https://${s3.bucket}.s3.amazonaws.com`];
}
