-- step: keys
ALTER TABLE flights ADD PRIMARY KEY (time_hour, carrier, flight);
ALTER TABLE weather ADD PRIMARY KEY (origin, time_hour);
ALTER TABLE flights ADD FOREIGN KEY (carrier) REFERENCES airlines;
ALTER TABLE flights ADD FOREIGN KEY (origin) REFERENCES airports;
ALTER TABLE weather ADD FOREIGN KEY (origin) REFERENCES airports;
-- No foreign key from dest (four airports of Puerto Rico and the Virgin Islands are missing in airports) nor
-- from tailnum (about 720 aircraft are missing in planes): the knowledge bundle declares these joins.

-- step: indexes
CREATE INDEX flights_by_date ON flights (flight_date) INCLUDE (origin, carrier, arr_delay, dep_delay);
CREATE INDEX flights_by_carrier ON flights (carrier, flight_date) INCLUDE (arr_delay, dep_delay);
CREATE INDEX flights_by_origin ON flights (origin, flight_date) INCLUDE (carrier, arr_delay);
CREATE INDEX flights_by_dest ON flights (dest, flight_date) INCLUDE (arr_delay);
CREATE INDEX flights_by_tailnum ON flights (tailnum);

-- step: comments
COMMENT ON TABLE flights IS 'All 336,776 flights that departed from New York City (EWR, JFK, LGA) in 2013';
COMMENT ON COLUMN flights.flight_date IS 'Local day of scheduled departure, from year, month and day';
COMMENT ON COLUMN flights.dep_time IS 'Actual departure, local, as HHMM; empty: the flight was cancelled';
COMMENT ON COLUMN flights.sched_dep_time IS 'Scheduled departure, local, as HHMM';
COMMENT ON COLUMN flights.dep_delay IS 'Departure delay in minutes; negative: early';
COMMENT ON COLUMN flights.arr_time IS 'Actual arrival, local, as HHMM';
COMMENT ON COLUMN flights.sched_arr_time IS 'Scheduled arrival, local, as HHMM';
COMMENT ON COLUMN flights.arr_delay IS 'Arrival delay in minutes; negative: early';
COMMENT ON COLUMN flights.carrier IS 'Two-letter code of the airline';
COMMENT ON COLUMN flights.flight IS 'Flight number';
COMMENT ON COLUMN flights.tailnum IS 'Tail number of the plane; about 720 of them are missing in planes';
COMMENT ON COLUMN flights.origin IS 'Airport of departure: EWR, JFK or LGA';
COMMENT ON COLUMN flights.dest IS 'Airport of destination; four of them are missing in airports';
COMMENT ON COLUMN flights.air_time IS 'Minutes in the air';
COMMENT ON COLUMN flights.distance IS 'Miles between the airports';
COMMENT ON COLUMN flights.time_hour IS 'Scheduled hour of departure, UTC';
COMMENT ON TABLE airlines IS 'Airlines by their two-letter code';
COMMENT ON TABLE airports IS 'Airports of the United States';
COMMENT ON COLUMN airports.faa IS 'FAA code of the airport';
COMMENT ON COLUMN airports.alt IS 'Altitude in feet';
COMMENT ON COLUMN airports.tz IS 'Hours from UTC';
COMMENT ON TABLE planes IS 'Aircraft by tail number, from the FAA registry';
COMMENT ON COLUMN planes.year IS 'Year of manufacture';
COMMENT ON COLUMN planes.speed IS 'Average cruising speed in mph';
COMMENT ON TABLE weather IS 'Hourly weather at the three airports of New York City';
COMMENT ON COLUMN weather.temp IS 'Temperature in degrees Fahrenheit';
COMMENT ON COLUMN weather.dewp IS 'Dew point in degrees Fahrenheit';
COMMENT ON COLUMN weather.humid IS 'Relative humidity in %';
COMMENT ON COLUMN weather.wind_speed IS 'Wind speed in mph';
COMMENT ON COLUMN weather.precip IS 'Precipitation in inches';
COMMENT ON COLUMN weather.pressure IS 'Sea level pressure in millibars';
COMMENT ON COLUMN weather.visib IS 'Visibility in miles';
