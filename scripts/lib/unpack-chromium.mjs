// Unpacks the browser of the npm package into the temporary folder and prints where it is, as JSON. Its libraries come
// along only when it believes to run on Lambda (AWS_EXECUTION_ENV), and only on the first unpacking.
import chromium from '@sparticuz/chromium';

const file = await chromium.executablePath();
const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
console.log(JSON.stringify({ file, LD_LIBRARY_PATH, FONTCONFIG_PATH }));
