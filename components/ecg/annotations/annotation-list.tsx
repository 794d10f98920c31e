'use client';

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { formatDateTime } from '@/lib/client/format-time';
import { formatDecimal } from '@/lib/client/format-value';
import type { Annotation } from '@/lib/ecg/annotation-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { isFiltering } from '@/lib/signals/filter/display-filter';
import type { Caliper } from '../calipers/caliper';
import type { EcgBench } from '../use-ecg-bench';
import { annotationName, annotationSpan, annotationValue, keepable } from './annotation-text';
import classes from './annotations.module.css';
import type { Annotations } from './use-annotations';

const LONGEST_NAME = 200;

interface KeepProps {
  annotations: Annotations;
  recording: Recording;
  bench: EcgBench;
}

interface KeepFormProps extends KeepProps {
  caliper: Caliper;
  keep: NonNullable<Annotations['keep']>;
}

/** Keeps the active caliper, under a name if it is given one. */
function Keep({ annotations, recording, bench, caliper, keep }: KeepFormProps) {
  const [name, setName] = useState('');
  const ground = {
    bySamples: bench.window.data?.get(caliper.lead)?.kind === 'samples',
    filtered: isFiltering(bench.display.filter),
  };
  const kept = keepable(caliper, recording, ground, name);
  const submit = async () => {
    // a key held down keeps one
    if (!kept.ok || annotations.busy || !(await keep(kept.annotation))) return;
    setName('');
    // what is kept stands on the paper as such
    bench.calipers.remove(caliper.id);
  };
  const onEnter = () => void submit();
  useShortcuts({ Enter: onEnter });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <form className={classes.keep} onSubmit={onSubmit}>
      <TextInput
        size="xs"
        w={180}
        aria-label="Name of the caliper that is kept, such as PR; without names of persons"
        placeholder="Name, such as PR"
        maxLength={LONGEST_NAME}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button h={26} type="submit" disabled={!kept.ok} loading={annotations.busy} aria-keyshortcuts="Enter">
        Keep the caliper
      </Button>
      {!kept.ok && <span>{kept.reason}</span>}
    </form>
  );
}

interface RowProps {
  annotation: Annotation;
  timeZone: string;
  annotations: Annotations;
  onShow: (ms: number) => void;
}

function Row({ annotation, timeZone, annotations, onShow }: RowProps) {
  const { fromMs } = annotationSpan(annotation);
  const name = annotationName(annotation);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={classes.value}>{annotationValue(annotation)}</td>
      <td>
        {annotation.lead}, {formatDecimal(fromMs / 1000, 3)} s, sample {annotation.from_sample}
        {annotation.to_sample > annotation.from_sample && ` to ${annotation.to_sample}`}
      </td>
      <td>
        {annotation.author ?? 'unknown'}, {formatDateTime(annotation.recorded_at, timeZone)}
      </td>
      <td className={classes.actions}>
        <Button h={26} aria-label={`Show ${name}`} onClick={() => onShow(fromMs)}>
          Show
        </Button>
        {annotation.is_own && annotations.keep && (
          <Button
            h={26}
            aria-label={`Remove ${name}`}
            disabled={annotations.busy}
            onClick={() => void annotations.remove(annotation.id)}
          >
            Remove
          </Button>
        )}
      </td>
    </tr>
  );
}

interface AnnotationListProps extends KeepProps {
  timeZone: string;
}

/** What people set on this version of the trace, apart from what the device measured, and a way to keep a caliper. */
export function AnnotationList({ annotations, recording, bench, timeZone }: AnnotationListProps) {
  const { all, error, retry, refused } = annotations;
  const { keep } = annotations;
  const caliper = keep && bench.calipers.active;
  if (all.length === 0 && !caliper && !error) return null;
  const onShow = (ms: number) => bench.view.goTo(ms - (bench.view.time.toMs - bench.view.time.fromMs) / 2);
  return (
    <section className={classes.list} aria-label="Reader’s annotations">
      {error && <ApiErrorPanel title="The annotations could not load" error={error} onRetry={retry} />}
      {keep && caliper && <Keep {...{ annotations, recording, bench, caliper, keep }} />}
      {refused && <p role="alert">Not changed. {refused}</p>}
      {all.length > 0 && (
        <table aria-label={`Annotations of version ${recording.version}, by readers`}>
          <tbody>
            {all.map((annotation) => (
              <Row key={annotation.id} {...{ annotation, timeZone, annotations, onShow }} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
