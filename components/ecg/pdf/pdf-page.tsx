'use client';

import { VisuallyHidden } from '@mantine/core';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import classes from './pdf-pane.module.css';
import { CSS_PX_PER_POINT, type PdfZoom, zoomPercent } from './pdf-zoom';

interface LoadedPage {
  proxy: PDFPageProxy;
  widthPoints: number;
  text: string;
}

async function loadPage(document: PDFDocumentProxy, number: number): Promise<LoadedPage> {
  const proxy = await document.getPage(number);
  const content = await proxy.getTextContent();
  const text = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(' ');
  return { proxy, widthPoints: proxy.getViewport({ scale: 1 }).width, text };
}

/** One page of the document once it is loaded; null before. */
function usePage(document: PDFDocumentProxy, number: number, onFailed: () => void): LoadedPage | null {
  const [page, setPage] = useState<LoadedPage | null>(null);
  useEffect(() => {
    let gone = false;
    loadPage(document, number).then(
      (loaded) => !gone && setPage(loaded),
      () => !gone && onFailed(),
    );
    return () => {
      gone = true;
    };
  }, [document, number, onFailed]);
  return page;
}

/** Draws one page at one scale on a canvas of its own, which pdf.js asks for. */
function PageCanvas({
  page,
  scale,
  devicePixelRatio,
  label,
  onFailed,
}: {
  page: PDFPageProxy;
  scale: number;
  devicePixelRatio: number;
  label: string;
  onFailed: () => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'loading' | 'ready'>('loading');
  const viewport = page.getViewport({ scale: scale * devicePixelRatio });
  const width = Math.floor(viewport.width);
  const height = Math.floor(viewport.height);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const task = page.render({ canvas: element, viewport: page.getViewport({ scale: scale * devicePixelRatio }) });
    let gone = false;
    task.promise.then(
      () => !gone && setState('ready'),
      () => !gone && onFailed(),
    );
    return () => {
      gone = true;
      task.cancel();
    };
  }, [page, scale, devicePixelRatio, onFailed]);
  return (
    <canvas
      ref={canvas}
      className={classes.page}
      role="img"
      aria-label={label}
      width={width}
      height={height}
      style={{ width: width / devicePixelRatio, height: height / devicePixelRatio }}
      data-state={state}
    />
  );
}

interface PdfPageProps {
  /** What the document is called. */
  title: string;
  document: PDFDocumentProxy;
  number: number;
  zoom: PdfZoom;
  /** Width of the pane in CSS pixels, without its padding. */
  panePx: number;
  onPercent: (percent: number) => void;
  onFailed: () => void;
}

/** One page of the report: its picture, and its text for those who cannot see it. */
export function PdfPage({ title, document, number, zoom, panePx, onPercent, onFailed }: PdfPageProps) {
  const devicePixelRatio = useDevicePixelRatio();
  const page = usePage(document, number, onFailed);
  const percent = page ? zoomPercent(zoom, page.widthPoints, panePx) : null;
  useEffect(() => {
    if (percent !== null) onPercent(percent);
  }, [percent, onPercent]);
  if (!page || percent === null) return null;
  const scale = (percent / 100) * CSS_PX_PER_POINT;
  return (
    <>
      <PageCanvas
        key={`${page.proxy.pageNumber} ${scale} ${devicePixelRatio}`}
        page={page.proxy}
        scale={scale}
        devicePixelRatio={devicePixelRatio}
        label={`${title}, page ${page.proxy.pageNumber} of ${document.numPages}`}
        onFailed={onFailed}
      />
      <VisuallyHidden>{page.text}</VisuallyHidden>
    </>
  );
}
