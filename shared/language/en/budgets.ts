import type { Message } from '../en.ts'

/** Reasons why a request is refused by a budget. */
export const BUDGETS_EN = {
  'budget.refused_day':
    '{spent} of {limit} used today. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until {until}.',
  'budget.refused_day_model':
    '{spent} of {limit} used today by models named {model}. To go on, lift it for today in Signalbox’s tray or dashboard, use another model, or wait until {until}.',
  'budget.refused_day_project':
    '{spent} of {limit} used today in {project}. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until {until}.',
  'budget.refused_day_model_project':
    '{spent} of {limit} used today in {project} by models named {model}. To go on, lift it for today in Signalbox’s tray or dashboard, use another model, or wait until {until}.',
  'budget.refused_week':
    '{spent} of {limit} used this week. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until {until}.',
  'budget.refused_week_model':
    '{spent} of {limit} used this week by models named {model}. To go on, lift it for today in Signalbox’s tray or dashboard, use another model, or wait until {until}.',
  'budget.refused_week_project':
    '{spent} of {limit} used this week in {project}. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until {until}.',
  'budget.refused_week_model_project':
    '{spent} of {limit} used this week in {project} by models named {model}. To go on, lift it for today in Signalbox’s tray or dashboard, use another model, or wait until {until}.',
  'budget.refused_month':
    '{spent} of {limit} used this month. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until {until}.',
  'budget.refused_month_model':
    '{spent} of {limit} used this month by models named {model}. To go on, lift it for today in Signalbox’s tray or dashboard, use another model, or wait until {until}.',
  'budget.refused_month_project':
    '{spent} of {limit} used this month in {project}. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until {until}.',
  'budget.refused_month_model_project':
    '{spent} of {limit} used this month in {project} by models named {model}. To go on, lift it for today in Signalbox’s tray or dashboard, use another model, or wait until {until}.',
} as const satisfies Record<string, Message>
