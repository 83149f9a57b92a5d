// clang -fobjc-arc -framework Foundation GetKey.m &&
// OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *obtainKey = NSProcessInfo.processInfo.environment[@"OBTAIN_KEY"];
  if (obtainKey.length == 0) errx(1, "Set OBTAIN_KEY to your key.");
  NSString *obtainAccount = NSProcessInfo.processInfo.environment[@"OBTAIN_ACCOUNT"];
  if (obtainAccount.length == 0) errx(1, "Set OBTAIN_ACCOUNT to your key.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/key?key=%@", [obtainKey stringByAddingPercentEncodingWithAllowedCharacters:plain]];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [request setValue:obtainAccount forHTTPHeaderField:@"X-Account"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Nothing.");
          exit(0);
        }] resume];
  dispatch_main();
}
