import type { Message } from '../en.ts'
import type { BUDGETS_EN } from '../en/budgets.ts'

/** As `BUDGETS_EN`. */
export const BUDGETS_DE: Readonly<Record<keyof typeof BUDGETS_EN, Message>> = {
  'budget.refused_day':
    '{spent} von {limit} heute verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, oder warten Sie bis {until}.',
  'budget.refused_day_model':
    '{spent} von {limit} heute von Modellen namens {model} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, verwenden Sie ein anderes Modell, oder warten Sie bis {until}.',
  'budget.refused_day_project':
    '{spent} von {limit} heute in {project} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, oder warten Sie bis {until}.',
  'budget.refused_day_model_project':
    '{spent} von {limit} heute in {project} von Modellen namens {model} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, verwenden Sie ein anderes Modell, oder warten Sie bis {until}.',
  'budget.refused_week':
    '{spent} von {limit} diese Woche verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, oder warten Sie bis {until}.',
  'budget.refused_week_model':
    '{spent} von {limit} diese Woche von Modellen namens {model} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, verwenden Sie ein anderes Modell, oder warten Sie bis {until}.',
  'budget.refused_week_project':
    '{spent} von {limit} diese Woche in {project} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, oder warten Sie bis {until}.',
  'budget.refused_week_model_project':
    '{spent} von {limit} diese Woche in {project} von Modellen namens {model} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, verwenden Sie ein anderes Modell, oder warten Sie bis {until}.',
  'budget.refused_month':
    '{spent} von {limit} diesen Monat verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, oder warten Sie bis {until}.',
  'budget.refused_month_model':
    '{spent} von {limit} diesen Monat von Modellen namens {model} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, verwenden Sie ein anderes Modell, oder warten Sie bis {until}.',
  'budget.refused_month_project':
    '{spent} von {limit} diesen Monat in {project} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, oder warten Sie bis {until}.',
  'budget.refused_month_model_project':
    '{spent} von {limit} diesen Monat in {project} von Modellen namens {model} verbraucht. Um weiterzuarbeiten, heben Sie es im Tray oder Dashboard von Signalbox für heute auf, verwenden Sie ein anderes Modell, oder warten Sie bis {until}.',
}
