//! A refusal on its way out.

use pileus_domain::Problem;

use super::AppError;

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let problem = Self::new(error.code(), error.to_string(), error.remedy());
        match error {
            AppError::FundsMissing | AppError::MarketTooSmall { .. } => problem.retryable(),
            AppError::PriceChanged { before, now } => problem.with("before_planck", before.0).with("now_planck", now.0),
            AppError::DataKeyNeeded { files, .. } => problem.with("files", files),
            AppError::FileInJob { job, .. } => problem.with("job", job),
            AppError::TransactionMissing { from, to, .. } => problem.with("from", from).with("to", to),
            AppError::BalanceTooLow { needed, spendable } => {
                problem.with("needed_planck", needed.0).with("spendable_planck", spendable.0)
            }
            _ => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use pileus_domain::{JobId, Planck, TerritoryName};

    use super::*;

    #[test]
    fn a_refusal_becomes_a_problem_with_code_and_remedy() {
        let problem = Problem::from(AppError::BalanceTooLow { needed: Planck(5), spendable: Planck(3) });
        assert_eq!(problem.code, "balance_too_low");
        assert_eq!(problem.context["needed_planck"], "5");
        assert!(!problem.remedy.is_empty() && !problem.retry);
    }

    #[test]
    fn a_value_is_told_as_a_sentence() {
        let problem = Problem::from(AppError::from("x".parse::<JobId>().unwrap_err()));
        assert_eq!(problem.message, "\"x\" is not a job number of 16 hexadecimal digits.");
        let too_long = TerritoryName::new("t".repeat(64)).unwrap_err();
        assert!(Problem::from(AppError::from(too_long)).message.starts_with("The territory name"));
    }
}
