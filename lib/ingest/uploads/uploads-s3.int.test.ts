import { describeUploads } from './describe-uploads.fixture';

describeUploads('S3');
