import { describeUploads } from './describe-uploads.fixture';

describeUploads('disk');
