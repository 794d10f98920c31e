/** Hands bytes to the browser to be saved under a name; the name holds no patient data. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // the browser has taken the bytes over by then
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
